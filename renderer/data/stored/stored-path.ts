/** Its place in the address behind the room. */
export const storedPath = 'stored';
