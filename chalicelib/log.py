"""Structured logs: an act as ``round:closure:create``, ids and times, never a name, a code or an answer."""

from __future__ import annotations

from aws_lambda_powertools import Logger

log = Logger(service="hoithi")
