"""Reading contracts: load, name, lint and read an OpenAPI document of the style that ``specs/`` is written in."""
