import typer

from tides.tables import read

app = typer.Typer()


@app.command()
def load_hours(station: int = 17):
    return read(station)
