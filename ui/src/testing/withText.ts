/** For component tests: finds a paragraph, or what explains a part of a command, by what it says, links to terms or not: `screen.getByText(withText(/is full/))`. */
export function withText(words: RegExp): (content: string, element: Element | null) => boolean {
  return (_, element) =>
    element !== null &&
    ['P', 'DD'].includes(element.tagName) &&
    words.test(element.textContent.replace(/\s+/g, ' ').trim())
}
