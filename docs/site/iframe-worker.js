// Search from the disk: a browser starts no worker there, so that the script of the
// search runs in a frame of the page instead.
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.srcdoc = "<!doctype html>";
      this.scope = new Promise((ready) => {
        frame.onload = () => {
          const scope = frame.contentWindow;
          const load = (source) =>
            new Promise((done, failed) => {
              const script = scope.document.createElement("script");
              Object.assign(script, { src: source, onload: done, onerror: failed });
              scope.document.body.append(script);
            });
          scope.postMessage = (data) =>
            this.dispatchEvent(new MessageEvent("message", { data }));
          scope.importScripts = (...sources) => Promise.all(sources.map(load));
          load(url).then(() => ready(scope));
        };
      });
      document.body.append(frame);
      this.terminate = () => frame.remove();
    }

    postMessage(data) {
      this.scope.then((scope) =>
        scope.dispatchEvent(new scope.MessageEvent("message", { data })),
      );
    }
  };
}
