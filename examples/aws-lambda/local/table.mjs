// A table in memory, as DynamoDB would be: dynalite on a free port, which the first line names.
import dynalite from "dynalite";

const server = dynalite({ createTableMs: 0 });
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
