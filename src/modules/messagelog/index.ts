/** The door: what the rest of the system may use of messagelog. */
export {}
