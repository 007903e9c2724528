"""A server of the protocol, written from docs/reference alone. FAULTS names what is wrong with it."""
import asyncio, base64, hashlib, hmac, json, os, time, uuid
from datetime import datetime, timezone
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

FAULTS = os.environ.get("FAULTS", "").split()
members = {}  # The tenant of each connection that is authenticated.

def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")

def event(type, data):
    frame = {"type": type, "timestamp": now(), "eventId": str(uuid.uuid4()), "data": data}
    if "events.id" in FAULTS:
        del frame["eventId"]
    return json.dumps(frame)

def claims(token):
    signed, signature = token.rsplit(".", 1)
    decoded = lambda part: base64.urlsafe_b64decode(part + "==")
    if not hmac.compare_digest(decoded(signature), hmac.digest(b"secret", signed.encode(), hashlib.sha256)):
        raise ValueError("the signature is wrong")
    found = json.loads(decoded(signed.split(".")[1]))
    if found["exp"] <= time.time():
        raise ValueError("the token has expired")
    return found

async def authenticate(socket, token):
    try:
        who = claims(token)
    except (KeyError, ValueError) as error:
        if "auth.wrong-token" not in FAULTS:
            await socket.send(event("auth.error", {"error": str(error), "code": "UNAUTHORIZED"}))
        return await socket.close()
    await socket.send(event("auth.success", {"tenantId": who["tenantId"], "userId": who["sub"], "connectionId": str(socket.id)}))
    members[socket] = who["tenantId"]

async def connection(socket):
    try:
        async for message in socket:
            if isinstance(message, bytes):
                await socket.close(1000 if "close.binary" in FAULTS else 1003)
            elif (command := json.loads(message)).get("action") == "auth":
                await authenticate(socket, command["token"])
            elif command.get("action") == "ping":
                await socket.send(json.dumps({"type": "pong", "timestamp": now()}))
    except ConnectionClosed:
        pass
    finally:
        members.pop(socket, None)

async def rest(socket, request):
    # GET /goals/TENANT creates a goal: stands for the REST API of a team.
    if not request.path.startswith("/goals/"):
        return None
    tenant, goal = request.path.split("/")[2], "goal_id" if "frames.spelling" in FAULTS else "goalId"
    status = "Draft" if "frames.listed-values" in FAULTS else "draft"
    frame = event("goal.created", {"tenantId": tenant, goal: "goal-222", "userId": "user-456", "title": "Grow", "description": "", "status": status, "createdAt": now(), "createdBy": "user-456"})
    for member in [it for it, of in members.items() if of == tenant or "tenants.apart" in FAULTS]:
        await member.send(frame)
    return socket.respond(201, "")

async def main():
    async with serve(connection, "127.0.0.1", 0, max_size=131072, process_request=rest) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

asyncio.run(main())
