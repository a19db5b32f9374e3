/**
 * What stays on this device. Nothing personal: a record is named by the contest and the contestant's pseudonym.
 *
 * Some web views forbid localStorage or have no room. Then the same calls keep things in memory, and `lasting` says so.
 */
import { page } from "./site.js";

const memory = new Map();

function works(storage) {
  try {
    storage.setItem("hoithi:try", "1");
    storage.removeItem("hoithi:try");
    return true;
  } catch (error) {
    return false;
  }
}

const shelf = (name) => {
  try {
    return works(window[name]) ? window[name] : null;
  } catch (error) {
    return null;
  }
};
const local = shelf("localStorage");
const session = shelf("sessionStorage");

/** Whether what is kept outlives this page. */
export const lasting = local !== null;

const full = (name) => `hoithi:${page.contest}:${name}`;

function read(store, name) {
  try {
    const text = store ? store.getItem(full(name)) : memory.get(full(name));
    return text ? JSON.parse(text) : null;
  } catch (error) {
    return null;
  }
}

function write(store, name, value) {
  const text = JSON.stringify(value);
  memory.set(full(name), text);
  try {
    if (store) store.setItem(full(name), text);
  } catch (error) {
    // The device is full: memory has it, and the server soon will.
  }
}

function drop(store, name) {
  memory.delete(full(name));
  if (store) store.removeItem(full(name));
}

/** Kept on this device until dropped. */
export const kept = {
  read: (name) => read(local, name),
  write: (name, value) => write(local, name, value),
  drop: (name) => drop(local, name),
};

/** Kept until this tab is closed: the only place where a name is ever written. */
export const brief = {
  read: (name) => read(session, name),
  write: (name, value) => write(session, name, value),
  drop: (name) => drop(session, name),
};

/** Calls `changed(value)` when another tab writes under `name`. Returns the way to stop. */
export function onOtherTab(name, changed) {
  const listen = (event) => {
    if (event.key === full(name)) changed(event.newValue ? JSON.parse(event.newValue) : null);
  };
  addEventListener("storage", listen);
  return () => removeEventListener("storage", listen);
}
