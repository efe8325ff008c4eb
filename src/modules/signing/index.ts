/** The door: what the rest of the system may use of signing. */
export {}
