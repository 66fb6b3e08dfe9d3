async def load():
    return [1, 2, 3]


async def version():
    return "2024"
