"""The environment that every spec has without naming it: the machine at hand, with embedded stores."""

LOCAL_ENVIRONMENT = "local"
