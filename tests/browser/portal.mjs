/*
 * The portal as people meet it, in headless Chromium: portal.mjs BASE-URL [SCREENSHOT-FOLDER]
 *
 * From the home page to a downloaded file, on a desktop and on a 360 px phone, with a keyboard alone, and without
 * JavaScript; axe-core over every kind of page, light and dark; nothing asked of any other host. Prints TAP.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const base = process.argv[2].replace(/\/$/, '');
const shots = process.argv[3];
const word = '学校';
const narrowed = /[?&](theme|org|region|open_type|filetype|sector)=/; // the address after a facet was chosen
const pages = ['/', '/datasets/', '/datasets/by-title/', '/datasets/admin-divisions/', '/datasets/working-day-calendar/',
	'/themes/', '/orgs/', '/regions/', '/regions/630200/', '/sectors/', '/formats/', '/open-types/', '/archives/',
	'/news/', '/policies/', '/help/', '/help/definitions/', '/developers/', '/about/', '/site-map/', '/no-such-page/',
	`/search?q=${encodeURIComponent(word)}`, '/search', '/search?q=xyzzyqwv', '/search?rows=banana',
	'/en/', '/en/datasets/', '/en/datasets/admin-divisions/', '/en/search?q=divisions', '/en/search?q=xyzzyqwv'];
const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 740 }, narrow: { width: 320, height: 640 } };

const browser = await chromium.launch({
	executablePath: '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
		'--disable-component-update', '--disable-sync'],
});
const strangers = new Set(), complaints = new Set();

async function open(size, options = {}) {
	const context = await browser.newContext({ viewport: sizes[size], locale: 'zh-CN', acceptDownloads: true, ...options });
	const page = await context.newPage();
	page.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(base + '/') && !/^(data|blob|about):/.test(url))
			strangers.add(url);
	});
	page.on('console', (message) => {
		if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
			complaints.add(`${page.url()}: ${message.text()}`);
	});
	page.on('pageerror', (error) => complaints.add(`${page.url()}: ${error}`));
	return page;
}

async function shoot(page, name, fullPage = true) {
	if (shots)
		await page.screenshot({ path: `${shots}/${name}.png`, fullPage });
}

function must(condition, what) {
	if (!condition)
		throw new Error(what);
}

const number = (text) => Number((text.match(/[\d,]+/) || ['NaN'])[0].replace(/,/g, ''));

async function searchFor(page, query) {
	await page.goto(base + '/');
	const box = page.locator('main input[name=q], header input[name=q]').filter({ visible: true }).first();
	await box.fill(query);
	await box.press('Enter');
	await page.waitForURL(/\/search\?/);
}

/* Home, search, facet, dataset, download: what comes down is what the page says it is. */
async function fromHomeToFile(size, options) {
	const page = await open(size, options);
	await searchFor(page, word);
	must(await page.locator('mark').count() > 0, 'no hit is marked');
	const hits = await page.locator('ol.items > li').count();
	must(hits > 0, `no hit for ${word}`);
	await shoot(page, `${size}-search`);
	const facets = page.locator('details.facets:not([open]) > summary');
	for (const summary of await facets.all())
		if (await summary.isVisible())
			await summary.click();
	const value = page.locator('.facet li a').filter({ visible: true }).nth(1);
	const promised = number(await value.locator('.check-count').innerText());
	await value.click();
	await page.waitForURL(narrowed);
	const total = number(await page.locator('.count').innerText());
	must(total === promised, `the facet promised ${promised}, the page has ${total}`);
	await page.locator('ol.items a').first().click();
	await page.waitForURL(/\/datasets\/[^/]+\/$/);
	const link = page.locator('a[href*="/files/"]').first();
	const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
	const bytes = readFileSync(await download.path());
	const sum = createHash('sha256').update(bytes).digest('hex');
	must((await page.content()).includes(sum), `the page does not show the checksum of ${download.url()}`);
	await page.context().close();
}

async function noSidewaysScroll() {
	for (const size of ['phone', 'narrow']) {
		const page = await open(size);
		for (const path of pages) {
			await page.goto(base + path);
			const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
			must(wide <= room, `${path} is ${wide} px wide in ${room} px`);
			if (size === 'phone')
				await shoot(page, `phone${path.replace(/[^a-z0-9]+/gi, '-')}`);
		}
		await page.context().close();
	}
}

/* Tab until `wanted` says the focused element is the one; every stop on the way must be visible. */
async function tabTo(page, wanted, limit = 80) {
	for (let i = 0; i < limit; i++) {
		await page.keyboard.press('Tab');
		const stop = await page.evaluate((source) => {
			const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
			const shown = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
			// eslint-disable-next-line no-eval -- the test's own predicate
			return { match: new Function('node', `return ${source}`)(node), name: node.outerHTML.slice(0, 90),
				shown, size: box.width * box.height, body: node === document.body };
		}, wanted);
		must(stop.body || (stop.shown && stop.size > 0), `focus cannot be seen on ${stop.name}`);
		if (stop.match)
			return;
	}
	throw new Error(`no tab stop with ${wanted} on ${page.url()}`);
}

async function keyboardOnly() {
	const page = await open('desktop', { bypassCSP: true });
	await page.goto(base + '/');
	await page.keyboard.press('Tab');
	must(await page.evaluate(() => document.activeElement.getAttribute('href')) === '#main', 'the skip link is not the first stop');
	await page.keyboard.press('Enter');
	await page.goto(base + '/');
	await tabTo(page, "node.name === 'q'");
	await page.keyboard.type(word);
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/search\?/);
	await tabTo(page, "!!node.closest('.facet li') && node.tagName === 'A'");
	await page.keyboard.press('Enter');
	await page.waitForURL(narrowed);
	await tabTo(page, "!!node.closest('ol.items') && node.tagName === 'A'", 200);
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/datasets\/[^/]+\/$/);
	await tabTo(page, "node.tagName === 'A' && node.pathname.includes('/files/')", 200);
	const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
	must(readFileSync(await download.path()).length > 0, 'the file is empty');
	await page.context().close();
}

async function accessible(colorScheme) {
	const page = await open('desktop', { colorScheme, bypassCSP: true });
	for (const path of pages) {
		await page.goto(base + path);
		await page.evaluate(axeSource);
		const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
		const grave = found.violations.filter((v) => v.impact === 'serious' || v.impact === 'critical');
		must(grave.length === 0, `${path}: ` + grave.map((v) => `${v.id} on ${v.nodes[0].html}`).join('; '));
		await shoot(page, `${colorScheme}${path.replace(/[^a-z0-9]+/gi, '-')}`);
	}
	await page.context().close();
}

async function languages() {
	const page = await open('desktop');
	await page.goto(base + '/datasets/admin-divisions/');
	must(await page.getAttribute('html', 'lang') === 'zh-CN', 'the page is not marked Chinese');
	await page.locator('a[hreflang=en]').first().click();
	must(page.url() === base + '/en/datasets/admin-divisions/', `the English page is ${page.url()}`);
	must(await page.getAttribute('html', 'lang') === 'en', 'the page is not marked English');
	await page.locator('a[hreflang^=zh]').first().click();
	must(page.url() === base + '/datasets/admin-divisions/', 'there is no way back');
	await page.context().close();
}

async function print() {
	const page = await open('desktop');
	await page.goto(base + '/datasets/admin-divisions/');
	await page.emulateMedia({ media: 'print' });
	must(!await page.locator('nav').first().isVisible(), 'the navigation is printed');
	await shoot(page, 'print-dataset');
	await page.context().close();
}

const tests = {
	'home to file, desktop': () => fromHomeToFile('desktop'),
	'home to file, phone of 360 px': () => fromHomeToFile('phone', { hasTouch: true, isMobile: true }),
	'home to file without JavaScript': () => fromHomeToFile('desktop', { javaScriptEnabled: false }),
	'no sideways scroll at 360 and 320 px': noSidewaysScroll,
	'home to file by keyboard': keyboardOnly,
	'axe-core finds nothing serious, light': () => accessible('light'),
	'axe-core finds nothing serious, dark': () => accessible('dark'),
	'to English and back': languages,
	'a dataset prints without navigation': print,
	'no request leaves the host': () => must(strangers.size === 0, [...strangers].join(' ')),
	'the browser has nothing to complain of': () => must(complaints.size === 0, [...complaints].join(' | ')),
};

if (shots)
	mkdirSync(shots, { recursive: true });
let failed = 0, count = 0;
for (const [name, run] of Object.entries(tests)) {
	count++;
	try {
		await run();
		console.log(`ok ${count} - ${name}`);
	} catch (error) {
		console.log(`# ${String(error.message || error).split('\n').join('\n# ')}\nnot ok ${count} - ${name}`);
		failed++;
	}
}
console.log(`1..${count}`);
await browser.close();
process.exit(failed ? 1 : 0);
