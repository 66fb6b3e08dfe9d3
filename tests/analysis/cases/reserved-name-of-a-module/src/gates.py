def open_gates():
    return 4
