/** The door: what the rest of the system may use of sync. */
export {}
