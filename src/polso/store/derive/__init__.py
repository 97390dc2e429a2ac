"""The relations that questions read, rebuilt from the versions of the canonical tables when a batch is loaded."""

from polso.store.derive.rebuild import create, rebuild

__all__ = ["create", "rebuild"]
