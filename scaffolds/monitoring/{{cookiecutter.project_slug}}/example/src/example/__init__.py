"""An application that shows what an instrumented application looks like."""
