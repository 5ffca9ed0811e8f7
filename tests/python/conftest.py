import pytest

import demarche

STORIES = [
    "SEOUL, July 18 (Reuters) - South Korea's Foreign Ministry offered talks to the North on Monday.\n\nPyongyang rejected the offer, a spokesman said.",
    {"text": "Iran’s foreign minister met his Omani counterpart in Muscat.\r\n\r\n“We will answer in May,” he said.", "date": "2014-04-02", "id": "b", "outlet": "Our Paper"},
    b"caf\xe9 talks between France and Norway failed on Tuesday.",
    "",
    {"text": "Le ministre a déclaré que les pourparlers reprendraient demain à Genève avec tous les partis.", "title": "Un titre"},
    "A lone surrogate \ud800 and a NUL \x00 stand here. Japan condemned the missile test.",
]


@pytest.fixture(scope="session")
def coder():
    return demarche.Coder(threads=2)


@pytest.fixture(scope="session")
def stories():
    return STORIES
