"""A model server that speaks HTTP/2 over TLS, for tests: real streams on real connections. Prints its port.

    h2_server.py CERTIFICATE KEY MAX_STREAMS

    POST /reply       two server-sent events and the end, at once
    POST /hold        one event; the rest when /release is asked for
    POST /crowd?N     nothing until N streams to /crowd are open at the same time, then as /reply
    GET  /release     ends what is held
    GET  /stats       what it has seen, as JSON
"""
import asyncio
import json
import ssl
import sys

import h2.config
import h2.connection
import h2.events
import h2.settings

EVENT = b'data: {"choices":[{"index":0,"delta":{"content":"piece "}}]}\n\n'
LAST = b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'


class Seen:
    connections = 0
    most_streams = 0  # of one connection at once
    resets = 0
    held = []
    crowd = []
    keys = []


class Connection(asyncio.Protocol):
    def __init__(self, most_streams):
        self.most_streams = most_streams
        self.open = set()
        self.paths = {}

    def connection_made(self, transport):
        self.transport = transport
        Seen.connections += 1
        config = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        self.h2 = h2.connection.H2Connection(config)
        self.h2.initiate_connection()
        self.h2.update_settings({h2.settings.SettingCodes.MAX_CONCURRENT_STREAMS: self.most_streams})
        self.flush()

    def flush(self):
        self.transport.write(self.h2.data_to_send())

    def data_received(self, data):
        for event in self.h2.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                headers = dict(event.headers)
                self.paths[event.stream_id] = headers[":path"]
                Seen.keys.append(headers.get("authorization", ""))
                self.open.add(event.stream_id)
                Seen.most_streams = max(Seen.most_streams, len(self.open))
            elif isinstance(event, h2.events.DataReceived):
                self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, h2.events.StreamEnded):
                self.answer(event.stream_id, self.paths[event.stream_id])
            elif isinstance(event, h2.events.StreamReset):
                Seen.resets += 1
                self.open.discard(event.stream_id)
        self.flush()

    def head(self, stream, kind="text/event-stream"):
        self.h2.send_headers(stream, [(":status", "200"), ("content-type", kind)])

    def end(self, stream, data):
        if stream not in self.open:
            return
        self.open.discard(stream)
        self.h2.send_data(stream, data, end_stream=True)
        self.flush()

    def answer(self, stream, path):
        if path.startswith("/reply"):
            self.head(stream)
            self.end(stream, EVENT + LAST)
        elif path.startswith("/hold"):
            self.head(stream)
            self.h2.send_data(stream, EVENT)
            Seen.held.append((self, stream))
        elif path.startswith("/crowd"):
            Seen.crowd.append((self, stream))
            if len(Seen.crowd) == int(path.split("?")[1]):
                crowd, Seen.crowd = Seen.crowd, []
                for connection, each in crowd:
                    connection.head(each)
                    connection.end(each, EVENT + LAST)
        elif path == "/release":
            held, Seen.held = Seen.held, []
            for connection, each in held:
                connection.end(each, LAST)
            self.head(stream, "text/plain")
            self.end(stream, b"released")
        else:
            self.head(stream, "application/json")
            self.end(stream, json.dumps({"connections": Seen.connections, "most_streams": Seen.most_streams,
                                         "resets": Seen.resets, "held": len(Seen.held), "keys": Seen.keys}).encode())

    def connection_lost(self, error):
        self.open.clear()


async def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    context.set_alpn_protocols(["h2"])
    most = int(sys.argv[3])
    server = await asyncio.get_running_loop().create_server(lambda: Connection(most), "127.0.0.1", 0, ssl=context, backlog=1000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
