"""SHA-256, without OpenSSL where the interpreter brings its own: to load that library takes longer than all digests.

The standard library's `random` does the same.
"""

from __future__ import annotations

from composeport.hints import TYPE_CHECKING

__all__ = ["sha256"]

if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256  # from Python 3.12 on
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256
