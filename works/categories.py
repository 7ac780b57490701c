def short_code(code: str) -> str:
    return code.rpartition(".")[2]


def category_name(code: str) -> str:
    return code
