"""Who reads docstrings: some code of the user's, or a library that hands them to a language model.

Elsewhere a docstring is documentation and does not count.
"""

READ_BY_CODE = frozenset({"inspect.getcomments", "inspect.getdoc", "inspect.getsource", "pydoc.getdoc"})

_READ_BY_LIBRARIES = frozenset(
    """
    agents.function_tool autogen_core.tools.FunctionTool crewai.tools.tool dspy.Signature ell.complex ell.simple
    ell.tool fastmcp.FastMCP google.adk.tools.FunctionTool instructor.OpenAISchema langchain.tools.tool
    langchain_core.tools.tool langgraph.func.task llama_index.core.tools.FunctionTool magentic.chatprompt
    magentic.prompt marvin.fn mcp.server.fastmcp.FastMCP mirascope.llm.tool pydantic_ai.Agent smolagents.tool
    strands.tool
    """.split()
)


def is_read_by_library(name: str) -> bool:
    """Whether a decorator or base class, by its dotted name, reads the docstring of what it is given."""
    while name:
        if name in _READ_BY_LIBRARIES:
            return True
        name = name.rpartition(".")[0]
    return False
