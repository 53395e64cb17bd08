"""The notifier: hears of placed orders, and notes what it told whom."""
