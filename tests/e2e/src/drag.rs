//! Drags files, links and text onto a window from another program: the source's side of XDND, the drag-and-drop protocol
//! of X11 (<https://www.freedesktop.org/wiki/Specifications/XDND/>).

use std::{os::fd::AsFd, path::Path, time::Instant};

use rustix::event::{PollFd, PollFlags, poll};
use x11rb::{
    COPY_DEPTH_FROM_PARENT, CURRENT_TIME,
    connection::Connection,
    protocol::{
        Event,
        xproto::{
            Atom, AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, PropMode,
            SELECTION_NOTIFY_EVENT, SelectionNotifyEvent, SelectionRequestEvent, Window as WindowId, WindowClass,
        },
    },
    rust_connection::RustConnection,
    wrapper::ConnectionExt as _,
};

use crate::Result;

/// The version of the protocol: the current one since 2002.
const VERSION: u32 = 5;
/// How many refusals after the data was read are the target's answer: the first ones come before its page was asked.
const REFUSALS: usize = 20;

/// What is dragged: the same thing in one or more formats, as file managers and browsers offer it.
#[derive(Clone)]
pub struct Dragged(Vec<(&'static str, String)>);

impl Dragged {
    /// Files and folders from a file manager.
    pub fn files(paths: &[&Path]) -> Self {
        let uris: String = paths.iter().map(|path| format!("file://{}\r\n", path.display())).collect();
        Self(vec![("text/uri-list", uris)])
    }

    /// A link from a browser.
    pub fn link(address: &str) -> Self {
        Self(vec![
            ("text/uri-list", format!("{address}\r\n")),
            ("_NETSCAPE_URL", format!("{address}\nA page")),
            ("text/html", format!("<a href=\"{address}\">A page</a>")),
            ("text/plain;charset=utf-8", address.to_owned()),
        ])
    }

    /// Selected text from another program.
    pub fn text(text: &str) -> Self {
        Self(vec![("text/plain;charset=utf-8", text.to_owned()), ("UTF8_STRING", text.to_owned())])
    }
}

/// How a drag ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DragEnd {
    /// The window accepted the drop.
    Dropped,
    /// The window does not accept what is dragged there; a person sees that at the pointer.
    Refused,
}

x11rb::atom_manager! {
    /// The protocol's atoms.
    Atoms: AtomsCookie {
        XdndActionCopy,
        XdndAware,
        XdndDrop,
        XdndEnter,
        XdndFinished,
        XdndLeave,
        XdndPosition,
        XdndSelection,
        XdndStatus,
        XdndTypeList,
        _NET_WM_PID,
    }
}

/// Drags to a point of the window of the process with this PID, in pixels from the window's corner, and drops there.
/// Blocks until the window has answered, at most until the deadline.
pub fn drag(what: &Dragged, pid: u32, (x, y): (i16, i16), deadline: Instant) -> Result<DragEnd> {
    let (connection, screen) = x11rb::connect(None)?;
    let root = connection.setup().roots.get(screen).ok_or("the display has a screen")?.root;
    let atoms = Atoms::new(&connection)?.reply()?;
    let source = connection.generate_id()?;
    connection.create_window(
        COPY_DEPTH_FROM_PARENT,
        source,
        root,
        0,
        0,
        1,
        1,
        0,
        WindowClass::INPUT_OUTPUT,
        0,
        &CreateWindowAux::new(),
    )?;
    let formats = what.0.iter().map(|(name, data)| {
        let atom = connection.intern_atom(false, name.as_bytes())?.reply()?.atom;
        Ok((atom, data.as_bytes()))
    });
    let formats: Vec<(Atom, &[u8])> = formats.collect::<Result<_>>()?;
    let types: Vec<Atom> = formats.iter().map(|(atom, _)| *atom).collect();
    connection.change_property32(PropMode::REPLACE, source, atoms.XdndTypeList, AtomEnum::ATOM, &types)?;
    connection.set_selection_owner(source, atoms.XdndSelection, CURRENT_TIME)?;
    let target = target_of(&connection, &atoms, root, pid)?.ok_or("the app has no window that takes drops")?;
    let corner = connection.translate_coordinates(target, root, 0, 0)?.reply()?;
    let at = (corner.dst_x + x, corner.dst_y + y);
    Drag { connection: &connection, atoms, source, target, formats, deadline }.perform(at)
}

/// The window of a process that declares itself a target, under any number of a window manager's frames.
fn target_of(connection: &RustConnection, atoms: &Atoms, window: WindowId, pid: u32) -> Result<Option<WindowId>> {
    let value = |property, kind: AtomEnum| -> Result<Option<u32>> {
        let reply = connection.get_property(false, window, property, kind, 0, 1)?.reply()?;
        Ok(reply.value32().and_then(|mut values| values.next()))
    };
    let is_of_process = value(atoms._NET_WM_PID, AtomEnum::CARDINAL)? == Some(pid);
    if is_of_process && value(atoms.XdndAware, AtomEnum::ATOM)?.is_some() {
        return Ok(Some(window));
    }
    for child in connection.query_tree(window)?.reply()?.children {
        // A window may be gone by now.
        if let Ok(Some(found)) = target_of(connection, atoms, child, pid) {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// A drag in progress.
struct Drag<'a> {
    connection: &'a RustConnection,
    atoms: Atoms,
    source: WindowId,
    target: WindowId,
    formats: Vec<(Atom, &'a [u8])>,
    deadline: Instant,
}

impl Drag<'_> {
    fn perform(&self, at: (i16, i16)) -> Result<DragEnd> {
        let atoms = &self.atoms;
        let types: Vec<Atom> = self.formats.iter().map(|(atom, _)| *atom).chain([0; 3]).take(3).collect();
        let more_than_three = u32::from(self.formats.len() > 3);
        self.send(atoms.XdndEnter, [(VERSION << 24) | more_than_three, types[0], types[1], types[2]])?;
        self.point(at, 0)?;
        let (mut is_read, mut refusals) = (false, 0);
        loop {
            match self.next_event()? {
                Event::SelectionRequest(request) => {
                    self.answer(&request)?;
                    is_read = true;
                }
                Event::ClientMessage(message) if message.type_ == atoms.XdndStatus => {
                    if message.data.as_data32()[1] & 1 == 1 {
                        self.send(atoms.XdndDrop, [0, CURRENT_TIME, 0, 0])?;
                        continue;
                    }
                    refusals += usize::from(is_read);
                    if refusals == REFUSALS {
                        self.send(atoms.XdndLeave, [0; 4])?;
                        return Ok(DragEnd::Refused);
                    }
                    // A hand is never still: the target answers to each movement.
                    self.point(at, refusals % 2)?;
                }
                Event::ClientMessage(message) if message.type_ == atoms.XdndFinished => return Ok(DragEnd::Dropped),
                _ => {}
            }
        }
    }

    fn point(&self, (x, y): (i16, i16), aside: usize) -> Result {
        let x = u32::try_from(x)? + u32::try_from(aside)?;
        let place = (x << 16) | u32::try_from(y)?;
        self.send(self.atoms.XdndPosition, [0, place, CURRENT_TIME, self.atoms.XdndActionCopy])
    }

    fn send(&self, kind: Atom, [a, b, c, d]: [u32; 4]) -> Result {
        let message = ClientMessageEvent::new(32, self.target, kind, [self.source, a, b, c, d]);
        self.connection.send_event(false, self.target, EventMask::NO_EVENT, message)?;
        Ok(self.connection.flush()?)
    }

    /// Hands over the data in the format that the target asks for, if it is one of those offered.
    fn answer(&self, request: &SelectionRequestEvent) -> Result {
        let found = self.formats.iter().find(|(format, _)| *format == request.target);
        if let Some((format, data)) = found {
            self.connection.change_property8(PropMode::REPLACE, request.requestor, request.property, *format, data)?;
        }
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property: found.map_or(x11rb::NONE, |_| request.property),
        };
        self.connection.send_event(false, request.requestor, EventMask::NO_EVENT, answer)?;
        Ok(self.connection.flush()?)
    }

    fn next_event(&self) -> Result<Event> {
        loop {
            if let Some(event) = self.connection.poll_for_event()? {
                return Ok(event);
            }
            let left = self.deadline.saturating_duration_since(Instant::now());
            let mut socket = [PollFd::from_borrowed_fd(self.connection.stream().as_fd(), PollFlags::IN)];
            if poll(&mut socket, Some(&left.try_into()?))? == 0 {
                return Err("the window does not answer to a drag".into());
            }
        }
    }
}
