// Search works in a page that is opened as a file, too. A browser refuses real workers there, so the script runs in a
// hidden frame: it is given `self.postMessage`, and called by `self.onmessage`, with copies, as in a worker.
if (location.protocol === "file:") {
  window.Worker = class {
    constructor(address) {
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const inside = this.frame.contentWindow;
      inside.postMessage = (answer) => {
        const data = structuredClone(answer);
        setTimeout(() => this.frame && this.onmessage?.({ data }));
      };
      const script = inside.document.createElement("script");
      this.loaded = new Promise((resolve) => { script.onload = resolve; });
      script.onerror = (event) => this.onerror?.(event);
      script.src = new URL(address, location.href);
      inside.document.body.append(script);
    }
    postMessage(question) {
      const data = structuredClone(question);
      this.loaded.then(() => this.frame?.contentWindow.onmessage({ data }));
    }
    terminate() {
      this.frame?.remove();
      this.frame = null;
    }
  };
}
