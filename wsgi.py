"""The portal as a WSGI application, from the environment."""

import gc

from portal.app import create_app

SELDOM = (10_000, 20, 20)
"""Objects made before the collector looks for cycles: a page makes thousands and keeps none."""

app = create_app()
# What stands now stays. Not looked through again and again, it makes a page a fifth cheaper.
gc.collect()
gc.freeze()
gc.set_threshold(*SELDOM)
