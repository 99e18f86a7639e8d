"""The `realname` command: what there is, and the order in which help shows it."""

from typing import Annotated

import typer

import realname
from realname.cli import call, exits, output, sandbox
from realname.cli.bulk import bulk
from realname.cli.conformance import conformance
from realname.cli.doctor import doctor
from realname.cli.explain import explain
from realname.cli.reference import reference

app = typer.Typer(
    name="realname",
    no_args_is_help=True,
    pretty_exceptions_enable=False,  # they would print the keys and persons that stand in local variables
    epilog=exits.EPILOG,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(realname.__version__)
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Identity verification (实名认证): call providers, test, and find out what is wrong.

    Credentials come from the environment or from --env-file; `realname doctor PROVIDER` tells what is missing.
    """


calls = typer.Typer(cls=call.Providers, no_args_is_help=True)
app.add_typer(calls, name="call", help="Call an operation of a provider.", epilog=exits.EPILOG)
serving = output.help_text(sandbox.sandbox.__doc__ or "")
app.add_typer(sandbox.app, name="sandbox", help=serving, epilog=exits.EPILOG)
for command in (bulk, explain, doctor, reference, conformance):
    app.command(help=output.help_text(command.__doc__ or ""), epilog=exits.EPILOG)(command)
