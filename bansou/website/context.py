"""What every page shows around its content: the navigation of the reader's roles."""


def navigation(request):
    return {"nav": []}
