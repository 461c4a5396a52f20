//! The tape, the ladder, the walk by time and the timeline.

use anyhow::{Result, ensure};
use glassnet_browser_tests::page::{Key, Page};
use glassnet_browser_tests::site::{FIXTURES, WATCHED};
use serde_json::{Value, json};

/// Short names for what the tests look at.
const LOOK: &str = "
    const root = net.shadowRoot;
    const one = (selector) => root.querySelector(selector);
    const text = (name) => one(`[data-text=\"${name}\"]`).textContent;
    const frame = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
    const set = (node, value) => {
      node.value = value;
      for (const type of ['input', 'change']) node.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    };
    const list = one('[data-slot=rows]');
    const press = (node, key, more = {}) => node.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more }));";

fn run<T: serde::de::DeserializeOwned>(page: &Page, script: &str) -> Result<T> {
    page.run(&format!("{LOOK}\n{script}"), json!([]))
}

pub(crate) fn only_seen_rows_stand_in_the_document(page: &Page) -> Result<()> {
    page.open("model.hidden=16,16,16,16,16,16,16,16&data.kind=circle&sample=3")?;
    let found: Vec<Value> = run(
        page,
        "await frame();
         const rows = net.tape();
         const wrong = [];
         list.scrollIntoView();
         for (const top of [0, 50, 1003, 4987, 8000, rows.length - 12]) {
           list.scrollTop = list.scrollHeight * top / rows.length;
           await frame(); await frame();
           const shown = [...list.querySelectorAll('[role=option]')];
           if (shown.length < 4 || shown.length > 60) wrong.push([top, shown.length]);
           for (const node of shown) {
             const row = rows[node.ariaPosInSet - 1];
             const [place, statement] = [...node.children].map((span) => span.textContent);
             if (statement !== row.text || place !== row.place || +node.ariaSetSize !== rows.length)
               wrong.push([top, statement, row.text]);
           }
           const box = list.getBoundingClientRect();
           const middle = root.elementFromPoint(box.x + 80, box.y + box.height / 2);
           if (!middle?.closest('[role=option], .stage-title')) wrong.push([top, 'a gap']);
         }
         return rows.length > 10000 ? wrong : ['only', rows.length]",
    )?;
    ensure!(found.is_empty(), "{found:?}");
    Ok(())
}

pub(crate) fn rows_and_picture_point_at_each_other(page: &Page) -> Result<()> {
    page.open("sample=3")?;
    run::<()>(page, "await frame(); list.focus()")?;
    page.press(Key::Down)?;
    page.press(Key::Down)?;
    page.until(
        "net.shadowRoot.querySelector('[data-text=\"tape.exact\"]').textContent.length > 20",
    )?;
    let (exact, row, readout, marked): (String, String, String, usize) = run(
        page,
        "await frame();
         return [text('tape.exact'), net.tape()[1].exact, text('network.readout'),
                 list.querySelectorAll('[data-linked]').length]",
    )?;
    ensure!(exact == row, "{exact} instead of {row}");
    ensure!(readout.contains("weight from x₂ to h₁"), "{readout}");
    ensure!(marked >= 1, "no row of the weight is marked");
    // Enter goes there; a jump leads to the same weight's rows of the update.
    page.press(Key::Enter)?;
    page.until("location.hash.includes('at=2')")?;
    let (chips, active): (usize, String) = run(
        page,
        "const chips = [...root.querySelectorAll('[data-act=jump]')];
         chips.at(-1).click();
         await frame();
         return [chips.length, one('#' + list.getAttribute('aria-activedescendant')).textContent]",
    )?;
    ensure!(chips == 3, "{chips} stages have rows of a weight");
    ensure!(
        active.contains("∂L/∂w from x₂, mean over the batch"),
        "{active}"
    );
    let shares: usize = run(
        page,
        "one('[data-act=shares]').click(); await frame();
         return root.querySelectorAll('[data-act=share-of]').length",
    )?;
    ensure!(shares == 10, "{shares} shares of a batch of 10");
    Ok(())
}

pub(crate) fn every_result_is_seen(page: &Page) -> Result<()> {
    for width in [1300, 700, 390, 320] {
        page.visit(&format!("{FIXTURES}empty.html"))?;
        let hidden: Vec<String> = page.run(
            "const [width, address] = args;
             const frame = Object.assign(document.createElement('iframe'), { width, height: 800, src: address });
             const loaded = new Promise((go) => frame.addEventListener('load', go));
             document.body.append(frame);
             await loaded;
             const net = frame.contentDocument.querySelector('glass-net');
             await net.ready;
             await new Promise((go) => setTimeout(go, 300));
             const list = net.shadowRoot.querySelector('[data-slot=rows]');
             list.scrollIntoView();
             const hidden = [];
             for (let top = 0; top < list.scrollHeight; top += list.clientHeight / 2) {
               list.scrollTop = top;
               await new Promise((go) => setTimeout(go, 50));
               const box = list.getBoundingClientRect();
               for (const line of list.querySelectorAll('.line')) {
                 const tail = line.lastChild.lastChild.getBoundingClientRect();
                 const row = line.getBoundingClientRect();
                 if (tail.width < 10 || tail.right > box.right || tail.bottom > row.bottom + 1)
                   hidden.push(line.textContent);
               }
             }
             return hidden",
            json!([
                width,
                format!(
                    "{WATCHED}#model.hidden=8,4&sample=5&data.features=x1,x2,x1^2,x2^2,x1*x2"
                )
            ]),
        )?;
        ensure!(hidden.is_empty(), "{width}: {hidden:?}");
    }
    Ok(())
}

pub(crate) fn chips_go_from_row_to_row(page: &Page) -> Result<()> {
    page.open("model.hidden=4&sample=3")?;
    let root = "net.shadowRoot";
    // A window that has had no key may be without the focus, and tells of none.
    page.press(Key::Tab)?;
    page.until(&format!(
        "({root}.querySelector('[data-part=unit-0-3]').focus(),
         {root}.querySelector('[data-slot=links]').textContent.includes('6 rows'))"
    ))?;
    let (away, rows): (bool, Vec<String>) = run(
        page,
        "const chip = () => root.querySelectorAll('[data-act=jump]')[1];
         const away = !one('[data-away]').hidden;
         const rows = [];
         for (let i = 0; i < 8; i++) {
           const before = rows.at(-1);
           chip().click();
           for (let wait = 0; wait < 50 && (one('[data-active]')?.textContent ?? before) === before; wait++) await frame();
           rows.push(one('[data-active]')?.textContent ?? '');
         }
         return [away, rows]",
    )?;
    ensure!(away, "the chips do not say that no row is in sight");
    let mut apart = rows.clone();
    apart.sort();
    apart.dedup();
    ensure!(apart.len() == 7 && rows[7] == rows[0], "{rows:#?}");
    page.until(&format!(
        "({root}.querySelector('[data-part=input-0]').focus(),
         {root}.querySelector('[data-slot=links]').textContent.includes('input x₁'))"
    ))
}

pub(crate) fn the_ladder_goes_both_ways(page: &Page) -> Result<()> {
    page.open("")?;
    let (there, back, bits): (Vec<String>, Vec<String>, bool) = run(
        page,
        "const first = JSON.stringify(net.weights());
         // The slider follows the list by a frame.
         const walk = async (key, more) => { press(list, key, { altKey: true, ...more }); await frame(); await frame(); };
         const stand = () => `${net.metrics().step}:${one('[data-slot=scrub]').value}`;
         const there = [], back = [];
         for (const grain of ['term', 'unit', 'layer', 'stage', 'sample', 'batch']) {
           set(one('#f-view-grain'), grain); await frame();
           await walk('ArrowRight'); there.push(stand());
         }
         for (const grain of ['batch', 'sample', 'stage', 'layer', 'unit', 'term']) {
           set(one('#f-view-grain'), grain); await frame();
           back.push(stand()); await walk('ArrowLeft');
         }
         return [there, back.reverse(), JSON.stringify(net.weights()) === first]",
    )?;
    ensure!(there == back, "{there:?} back {back:?}");
    ensure!(bits, "other weights than at the start");
    let (outcome, said): (String, String) = run(
        page,
        "set(one('#f-view-grain'), 'batch'); await frame();
         one('[data-act=forward]').click(); await frame(); await frame();
         return [text('tape.outcome'), text('live')]",
    )?;
    ensure!(
        outcome.contains("predicted change of the loss"),
        "{outcome}"
    );
    ensure!(said.trim().ends_with(&outcome), "{said}");
    Ok(())
}

/// Steps that come faster than their three frames still move the list along.
pub(crate) fn a_held_key_starves_nothing(page: &Page) -> Result<()> {
    page.open("view.grain=term")?;
    for frames in 1..=2 {
        let (selected, at): (usize, usize) = run(
            page,
            &format!(
                "for (let i = 0; i < 12; i += 1) {{
                   press(list, 'ArrowRight', {{ altKey: true }});
                   for (let k = 0; k < {frames}; k += 1) await frame();
                 }}
                 const row = list.querySelector('[aria-selected=true]');
                 return [Number(row?.getAttribute('aria-posinset') ?? 0), net.getState().at ?? 0]"
            ),
        )?;
        ensure!(
            selected + 3 >= at,
            "{frames} frames a step: row {selected} is marked at row {at}"
        );
    }
    Ok(())
}

pub(crate) fn the_tape_walks_by_itself(page: &Page) -> Result<()> {
    page.open("sample=3&view.pace=6")?;
    run::<()>(page, "one('[data-act=walk]').click()")?;
    page.until("net.shadowRoot.querySelector('[data-slot=scrub]').valueAsNumber > 4")?;
    let still: bool = run(
        page,
        "press(list, 't'); await frame();
         const before = one('[data-slot=scrub]').value;
         await new Promise((go) => setTimeout(go, 300));
         return before === one('[data-slot=scrub]').value && net.metrics().step === 0",
    )?;
    ensure!(still, "it went on after a pause");
    run::<()>(
        page,
        "set(one('[data-slot=scrub]'), 12.5); await frame(); one('[data-act=walk]').click()",
    )?;
    page.until("net.metrics().step === 1")?;
    page.until("net.shadowRoot.querySelector('[data-text=\"tape.outcome\"]').textContent.includes('actual')")
}

pub(crate) fn a_link_resumes_in_the_middle_of_a_step(page: &Page) -> Result<()> {
    page.open("step=3&sample=7&at=9")?;
    let (present, whose): (String, String) = run(
        page,
        "await frame(); return [list.querySelector('[aria-selected=true]').textContent, text('tape.whose')]",
    )?;
    let row: String = run(page, "return net.tape()[8].text")?;
    ensure!(present.contains(&row), "{present} instead of {row}");
    ensure!(whose.contains("sample 7"), "{whose}");
    page.open("step=3&sum=00000001")?;
    page.until("net.shadowRoot.querySelector('.problems')?.textContent.includes('checksum')")
}

pub(crate) fn the_timeline_goes_back_and_tells_of_branches(page: &Page) -> Result<()> {
    page.open("")?;
    let same: bool = run(
        page,
        "net.step('batch', 20); const weights = JSON.stringify(net.weights());
         net.step('batch', 40); await frame(); await frame();
         set(one('[data-slot=seek]'), 20); await frame(); await frame();
         return net.metrics().step === 20 && JSON.stringify(net.weights()) === weights",
    )?;
    ensure!(same, "step 20 came back as another one");
    let (before, after): (String, String) = run(
        page,
        "const before = text('timeline.note');
         one('[data-act=forward]').click(); await frame(); await frame();
         return [before, text('timeline.note')]",
    )?;
    ensure!(
        before.contains("new branch") && before.contains("40"),
        "{before}"
    );
    ensure!(after.contains("a new branch"), "{after}");
    Ok(())
}

pub(crate) fn a_folded_tape_costs_nothing(page: &Page) -> Result<()> {
    page.open("")?;
    let (folded, shown): (usize, usize) = run(
        page,
        "await frame();
         one('[data-act=fold]').click(); await new Promise((go) => setTimeout(go, 200));
         const folded = list.querySelectorAll('[role=option]').length;
         one('[data-act=fold]').click(); await new Promise((go) => setTimeout(go, 200));
         return [folded, list.querySelectorAll('[role=option]').length]",
    )?;
    ensure!(
        folded == 0 && shown > 3,
        "{folded} rows folded, {shown} shown"
    );
    Ok(())
}
