import type { DndProp } from '@react-querybuilder/dnd';
import * as reactDnd from 'react-dnd';
import { HTML5Backend } from 'react-dnd-html5-backend';
import { TouchBackend } from 'react-dnd-touch-backend';

type Backend = typeof TouchBackend;

/** Where there are fingers, also on a machine with a mouse beside them. */
const onTouch: Backend = (manager, context) => TouchBackend(manager, context, { enableMouseEvents: true });

export const dragAndDrop: DndProp = {
  ...reactDnd,
  ReactDndBackend: navigator.maxTouchPoints > 0 ? onTouch : HTML5Backend,
};
