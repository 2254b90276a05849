"""A process of the classifier with the marked reader: `python -m tests.classifier.worker read|ledger`."""

import os
import sys
from functools import partial

from services.classifier.__main__ import run_ledger, run_read
from services.runtime.process import run_service
from services.runtime.settings import Settings
from tests.classifier.marked_reader import marked_reader

MAINS = {"read": partial(run_read, make_reader=marked_reader), "ledger": run_ledger}

if __name__ == "__main__":
    sys.exit(run_service(MAINS[sys.argv[1]], Settings.from_environment(os.environ)))
