/** For lists whose words are longer than the box. */
export const dropdownOfItsOwnWidth = { width: 'max-content', position: 'bottom-start' } as const;
