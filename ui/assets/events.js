// Gradio ends a tab's stream of events once none is under way. An event that joins in just that
// moment takes the stream for open and is never heard of again; here the stream goes on for it.
(() => {
  const request = window.fetch;
  const underWay = new Set(); // events that joined and are not completed
  const early = new Set(); // events whose completion was told before the answer to their joining
  const TURN = 100; // milliseconds in which Gradio has taken over what an answer told it
  let joining = 0;

  const encoded = (message) => new TextEncoder().encode(`${message}\n\n`);

  async function* messages(response) {
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (text + value).split("\n\n");
      text = parts.pop();
      yield* parts;
    }
  }

  // Pass the messages on; return the one that closes the stream, or null.
  const passed = async (response, sink) => {
    let closing = null;
    for await (const message of messages(response)) {
      const told = JSON.parse(message.slice(message.indexOf("{")));
      if (told.msg === "close_stream") {
        closing = message; // told at the end: Gradio would break off, and so disturb what joins
        continue;
      }
      if (told.msg === "process_completed" && !underWay.delete(told.event_id)) {
        early.add(told.event_id);
      }
      sink.enqueue(encoded(message));
    }
    return closing;
  };

  const joined = async (...given) => {
    joining += 1;
    try {
      const response = await request(...given);
      if (response.ok) {
        const { event_id: event } = await response.clone().json();
        if (!early.delete(event)) underWay.add(event);
      }
      return response;
    } finally {
      joining -= 1;
    }
  };

  const isWaitedFor = async () => {
    do {
      await new Promise((resolve) => setTimeout(resolve, TURN));
    } while (joining);
    return underWay.size > 0;
  };

  const listened = async (...given) => {
    let response = await request(...given);
    if (!response.ok) return response;
    const { status, headers } = response;
    const start = async (sink) => {
      try {
        let closing = await passed(response, sink);
        while (closing && (await isWaitedFor())) {
          response = await request(...given);
          closing = await passed(response, sink);
        }
        if (closing) sink.enqueue(encoded(closing));
        sink.close();
      } catch (error) {
        sink.error(error);
      }
    };
    return new Response(new ReadableStream({ start }), { status, headers });
  };

  window.fetch = (...given) => {
    const { pathname } = new URL(given[0].url ?? given[0], location.href);
    if (pathname.endsWith("/queue/join")) return joined(...given);
    return pathname.endsWith("/queue/data") ? listened(...given) : request(...given);
  };
})();
