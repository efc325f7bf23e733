"""The collectors, on a machine that is made up with wine's own tools."""


def test(wine, options):
    return iter(())
