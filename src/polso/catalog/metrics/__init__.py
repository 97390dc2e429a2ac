"""The metrics, one family of records a module; `polso.catalog.registry` gathers and checks them."""
