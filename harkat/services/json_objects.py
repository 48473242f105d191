"""Objects that the database itself makes of names and values, for messages put in by sets."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class JsonObject(FunctionElement[dict[str, Any]]):
    """An object made of names and values in turn, by the database itself."""

    name = "json_object"
    type = JSON()
    inherit_cache = True


@compiles(JsonObject)
def _compile(element: JsonObject, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_object({compiler.process(element.clauses, **options)})"


@compiles(JsonObject, "postgresql")
def _compile_for_postgresql(element: JsonObject, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_build_object({compiler.process(element.clauses, **options)})"
