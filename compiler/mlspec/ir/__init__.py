"""The lifecycle graph and what belongs to it: records only, that know neither the spec nor a back end."""
