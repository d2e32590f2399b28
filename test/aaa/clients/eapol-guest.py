# A laptop on a cable that logs in by 802.1X: sends EAPOL-Start on the interface, says its name when asked and ends
# with the word for what it got ("success", "failure"), or "silence". Without a name it ends when it is "asked" for it.
# Arguments: interface, name. Needs raw sockets.
import socket
import struct
import sys
import time

interface = sys.argv[1]
name = sys.argv[2].encode() if len(sys.argv) > 2 else None
ETHERTYPE = 0x888E
AUTHENTICATORS = bytes.fromhex("0180c2000003")
EAP_PACKET, START = 0, 1
REQUEST, RESPONSE, SUCCESS, FAILURE = 1, 2, 3, 4
IDENTITY = 1

wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETHERTYPE))
wire.bind((interface, 0))
own = wire.getsockname()[4]


def send(kind, body=b""):
    wire.send(AUTHENTICATORS + own + struct.pack("!HBBH", ETHERTYPE, 2, kind, len(body)) + body)


send(START)
deadline = time.monotonic() + 10
while time.monotonic() < deadline:
    wire.settimeout(max(0.01, deadline - time.monotonic()))
    try:
        frame = wire.recv(2048)
    except socket.timeout:
        break
    kind = frame[15]
    eap = frame[18:]
    if frame[6:12] == own or kind != EAP_PACKET or len(eap) < 4:
        continue
    code, identifier = eap[0], eap[1]
    if code == REQUEST and len(eap) > 4 and eap[4] == IDENTITY:
        if name is None:
            print("asked")
            sys.exit()
        answer = struct.pack("!BBHB", RESPONSE, identifier, 5 + len(name), IDENTITY) + name
        send(EAP_PACKET, answer)
    elif code in (SUCCESS, FAILURE):
        print("success" if code == SUCCESS else "failure")
        sys.exit()
print("silence")
