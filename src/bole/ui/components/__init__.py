"""The components behind `{% load bole_ui %}`, grouped by what they show. README.md lists them with one line each."""
