"""Runs a Python Lambda function outside Lambda, by the rules of Lambda's own Python runtime.

    python python.py [--debug=FOLDER_OF_DEBUGPY] [SEARCH_PATH...]

Standard library only, and little of it at the start: each import is part of a cold start. So is compiling this file, which Python keeps
compiled only where it is a module: the rest is in modules.
"""

import sys

if getattr(sys.flags, "safe_path", False):
    # What the function's PYTHONSAFEPATH keeps from it isn't kept from Lambda's runtime.
    sys.path.insert(0, __file__.rpartition("/")[0])

import lambda_workbench_runtime

lambda_workbench_runtime.main()
