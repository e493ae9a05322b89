// What `styles` of a CSS module are in a test: each class is called what it is called in the source.
export default new Proxy({}, { get: (_styles, name) => String(name) });
