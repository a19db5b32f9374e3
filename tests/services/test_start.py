from tests.town import *
from tests.factories import *
def test_a(town, phone):
    a = phone.start(NONCE)
    print(a)
    s = phone.save(all_right(a), nonce(2))
    print(s)
    h = phone.hand_in(all_right(a), nonce(3), 2, "1")
    print(h)
    print(phone.me())
    town.at(CLOSING_BEGINS); print(town.tick())
    town.at(RESULTS); print(town.tick())
    from tests.watch import contents
    print(sorted(contents("hoithi-site")))
    assert 0
def test_b(town, phone):
    pass
def test_c(town, phone):
    pass
