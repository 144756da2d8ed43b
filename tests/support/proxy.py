"""A proxy for tests. It sends everything to this computer, whatever host is asked for, and writes what it can read (the
lines of each request up to the empty one) to a file. Prints its port.

    proxy.py LOG
"""
import asyncio
import sys


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except (ConnectionError, asyncio.CancelledError):
        pass
    finally:
        writer.close()


async def serve(reader, writer):
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
        return
    with open(sys.argv[1], "ab") as log:
        log.write(head)
    method, target, _ = head.split(b"\r\n", 1)[0].split(b" ", 2)
    place = target if method == b"CONNECT" else target.split(b"/", 3)[2]
    port = int(place.rsplit(b":", 1)[1])
    up, down = await asyncio.open_connection("127.0.0.1", port)
    if method == b"CONNECT":
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
    else:
        down.write(head.replace(target, b"/" + target.split(b"/", 3)[3], 1))
    await asyncio.gather(pump(reader, down), pump(up, writer))


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
