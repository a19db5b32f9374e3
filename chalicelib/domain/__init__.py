"""The contest as values and functions: no AWS, no clock, no environment, no unseeded chance."""
