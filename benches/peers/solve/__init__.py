"""Rond beside other solvers on the benchmark instances; see `__main__.py`."""
