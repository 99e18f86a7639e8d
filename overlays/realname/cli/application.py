"""The `realname` command: what there is, and the order in which help shows it."""

from typing import Annotated

import typer

import realname
from realname.cli import call, exits, output
from realname.cli.conformance import conformance
from realname.cli.doctor import doctor
from realname.cli.explain import explain
from realname.cli.reference import reference
from realname.cli.sandbox import sandbox

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
    """Identity verification (实名认证) with ZOLOZ, Alipay and e签宝: call, test, and find out what is wrong.

    Credentials come from the environment (REALNAME_ZOLOZ_CLIENT_ID and so on) or from --env-file.
    """


app.add_typer(call.build(), name="call")
for command in (explain, doctor, sandbox, reference, conformance):
    app.command(help=output.help_text(command.__doc__ or ""), epilog=exits.EPILOG)(command)
