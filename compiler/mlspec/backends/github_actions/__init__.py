"""Workflows for pull requests, merges and schedules: known to the language, not compiled yet."""

from mlspec.codegen.backend import Backend
from mlspec.vocabulary.concern import Concern

BACKEND = Backend(
    name="github_actions",
    concern=Concern.CI,
    summary="workflows for pull requests, merges and schedules",
    options="mlspec.backends.github_actions.options:GithubActionsOptions",
)
