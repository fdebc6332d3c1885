/** For component tests: finds a paragraph by what it says, links to terms or not: `screen.getByText(saying(/is full/))`. */
export function saying(words: RegExp): (content: string, element: Element | null) => boolean {
  return (_, element) => element?.tagName === 'P' && words.test(element.textContent.replace(/\s+/g, ' ').trim())
}
