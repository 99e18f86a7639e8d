"""httpx2 in httpx's place, in every process of a run of the suite: `scripts/test --httpx2`.

That puts this file and `alias_httpx.pth` beside the installed packages, where each Python that has ALIAS_HTTPX in its
environment imports it before anything else: pytest's plugins, its workers and whatever tests start are served alike.
The alias waits for the first import of httpx, so that tests of what is loaded find no more than ever.
"""

import sys


class _UntilFirstImport:
    def find_spec(self, name, path=None, target=None):  # type: ignore[no-untyped-def]
        """Called by Python before it looks for a module: put the alias in place, and look again."""
        if name not in {"httpx", "httpcore"}:
            return None
        import httpx2

        sys.meta_path.remove(self)
        httpx2.alias_httpx()
        del sys.modules[name]  # else Python takes the spec of what stands there, and loads it anew
        return next(spec for finder in sys.meta_path if (spec := finder.find_spec(name, None)))


sys.meta_path.insert(0, _UntilFirstImport())
