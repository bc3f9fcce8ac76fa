// Makes what is put into a page: elements and texts, never markup.

/** An element with its attributes (a true one is there, a false one is not) and children. */
export const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
};

/** A text of the interface with values in the places of its braces. */
export const filled = (text, values) => text.replace(/\{(\w+)\}/gu, (_, name) => values[name] ?? "");

/** A text as nodes, with a node in the place of a name in braces. */
export const around = (text, name, node) => {
  const [before, after = ""] = text.split(`{${name}}`);
  return [before, node, after];
};

export const upper = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
