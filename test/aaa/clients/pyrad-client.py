# Sends one request with pyrad. Standard input is JSON: server, port, secret, timeoutSec, code (1 or 4), dictionary,
# attributes as pairs of name and value, bytes as '0x…'. Standard output is JSON: code and attributes, or error.
import json
import sys

from pyrad.client import Client, Timeout
from pyrad.dictionary import Dictionary

asked = json.load(sys.stdin)
client = Client(
    asked["server"],
    authport=asked["port"],
    acctport=asked["port"],
    secret=asked["secret"].encode(),
    dict=Dictionary(asked["dictionary"]),
)
client.retries = 1
client.timeout = asked["timeoutSec"]
request = client.CreateAuthPacket() if asked["code"] == 1 else client.CreateAcctPacket()
for name, value in asked["attributes"]:
    if name == "User-Password":
        # Already encrypted: the attribute's own type would encode it as text.
        request[2] = [request.PwCrypt(value)]
    elif isinstance(value, str) and value.startswith("0x"):
        request[name] = value.encode()
    else:
        request[name] = value
try:
    answer = client.SendPacket(request)
except Timeout:
    print(json.dumps({"error": "timeout"}))
    sys.exit()


def readable(value):
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)


attributes = [[str(name), readable(value)] for name in answer.keys() for value in answer[name]]
print(json.dumps({"code": answer.code, "attributes": attributes}))
