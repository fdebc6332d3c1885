/** What is said of a block: on the card beside it, and to a screen reader. */
import { few, imageName, range, reason } from '../../domain/cleanup/planLabels'
import { instruction } from '../../domain/images/history'
import { layerColour } from '../../domain/layerColour'
import type { EngineState } from '../../engine/engineState.svelte'
import type { LayerForest } from '../../engine/gen/forest'
import { escapeInvisible } from '../../messages/escapeInvisible'
import { bytes, shortId } from '../../messages/format'
import { language, t } from '../../messages/index.svelte'
import { say } from '../../messages/message'
import { fateOf, type BlockPlan } from './blockPlan'
import type { Dress } from './draw'
import { imagesOn, type Block, type Icicle } from './icicle'

export interface BlockContext {
  readonly live: EngineState
  readonly forest: LayerForest
  readonly picture: Icicle
  readonly plan: BlockPlan
}

export interface BlockDescription {
  readonly name: string
  /** The layer's own colour; absent for an image. */
  readonly colour: string | null
  readonly lines: readonly string[]
  /** What the plan makes of it, and why; empty where it makes nothing of it. */
  readonly fate: string
}

export function describeBlock(block: Block, context: BlockContext): BlockDescription {
  return block.image !== null ? describeImage(block.image, context) : describeLayer(block, context)
}

/** As a screen reader is told it: it pauses between sentences in either language. */
export function spokenBlock(block: Block, context: BlockContext): string {
  const { name, lines, fate } = describeBlock(block, context)
  return [name, ...lines, fate].filter(Boolean).join(language() === 'en' ? '. ' : '。')
}

/** What is written on a block. */
export function blockLabel(block: Block, { live, forest }: Pick<BlockContext, 'live' | 'forest'>): BlockLabel {
  if (block.image !== null) {
    const image = live.images.get(block.image)
    const name = imageName(image, block.image)
    const mark = (live.users.get(block.image)?.length ?? 0) > 0 ? '● ' : ''
    const short = escapeInvisible(image?.tags[0] ?? name).replace(/^.*\//, '')
    return { label: mark + name, short: mark + short, figure: '', colour: null }
  }
  const layer = forest.layers[block.layer ?? -1]
  return {
    label: layer ? layerName(layer) : '',
    short: '',
    figure: layer ? bytes(layer.size.most) : '',
    colour: layerColour(layer?.colourKey ?? null),
  }
}

type BlockLabel = Omit<Dress, 'fate' | 'ticked'>

function describeImage(image: string, { live, forest, plan }: BlockContext): BlockDescription {
  const sizes = forest.images.find((one) => one.id === image)
  const known = live.images.get(image)
  const item = plan.items.get(image)
  const users = live.users.get(image) ?? []
  return {
    name: imageName(known, image),
    colour: null,
    lines: [
      sizes ? t('cleanup-own-and-shared', { own: range(sizes.own), shared: range(sizes.shared) }) : '',
      known ? t(`image-origin-${known.origin}-why`) : '',
      users.length > 0
        ? t('cleanup-used-by', { containers: few(users.map((user) => escapeInvisible(user.name))) })
        : '',
    ].filter(Boolean),
    fate: item ? say(reason(item, live, plan.deleted)) : '',
  }
}

function describeLayer(block: Block, context: BlockContext): BlockDescription {
  const layer = context.forest.layers[block.layer ?? -1]
  if (!layer) return { name: '', colour: null, lines: [], fate: '' }
  const images = imagesOn(context.picture, block)
  const names = few(images.map((image) => imageName(context.live.images.get(image), image)))
  return {
    name: layerName(layer),
    colour: layerColour(layer.colourKey),
    lines: [
      t('cleanup-layer-size', { digest: shortId(layer.digest), size: range(layer.size) }),
      t('cleanup-layer-images', { count: images.length, names }),
    ],
    fate: {
      goes: () => t('cleanup-layer-removed'),
      stays: () => whyLayerStays(images, context),
      plain: () => '',
    }[fateOf(block, context.plan)](),
  }
}

function layerName({ createdBy }: LayerForest['layers'][number]): string {
  return escapeInvisible(instruction(createdBy)) || t('history-unknown')
}

/** The images that keep a layer, each with its reason. */
function whyLayerStays(images: readonly string[], { live, plan }: BlockContext): string {
  const keeping = images.filter((image) => !plan.deleted.has(image))
  if (keeping.length === 0) return t('cleanup-layer-held')
  const names = keeping.map((image) => {
    const item = plan.items.get(image)
    return t('cleanup-kept-because', {
      name: imageName(live.images.get(image), image),
      why: t(item ? `cleanup-why-${item.effect}` : 'cleanup-why-not-ticked'),
    })
  })
  return t('cleanup-layer-kept', { names: few(names) })
}
