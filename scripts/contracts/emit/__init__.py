"""From a contract to a package: generator input, models, client, reference, and the checks of all of them."""
