// site.js: small comforts; every page works without it.
"use strict";
(function () {
	var zh = /^zh/.test(document.documentElement.lang);

	// A copy button after each checksum and citation.
	if (navigator.clipboard) {
		document.querySelectorAll("[data-copy]").forEach(function (source) {
			var button = document.createElement("button");
			button.type = "button";
			button.className = "copy";
			button.textContent = zh ? "复制" : "Copy";
			button.addEventListener("click", function () {
				navigator.clipboard.writeText(source.dataset.copy).then(function () {
					button.textContent = zh ? "已复制" : "Copied";
					setTimeout(function () { button.textContent = zh ? "复制" : "Copy"; }, 1600);
				});
			});
			source.after(button);
		});
	}

	// "/" goes to the search box, unless one is typing.
	document.addEventListener("keydown", function (event) {
		var box = document.getElementById("q");
		if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !box) return;
		if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable) return;
		event.preventDefault();
		box.focus();
		box.select();
	});

	// Suggestions while one types: a list below the box (ARIA 1.2 combobox), from the service; without it the box is a box.
	document.querySelectorAll('form[role="search"]').forEach(function (form, number) {
		var box = form.querySelector('input[name="q"]'), list = document.createElement("ul");
		var timer = 0, asked = "", chosen = -1;
		var kinds = zh ? {title: "数据集", theme: "主题", org: "部门"} : {title: "Dataset", theme: "Theme", org: "Organisation"};
		if (!box || !window.fetch) return;
		list.id = "suggestions-" + number;
		list.className = "suggest";
		list.hidden = true;
		list.setAttribute("role", "listbox");
		list.setAttribute("aria-label", zh ? "搜索建议" : "Suggestions");
		box.setAttribute("role", "combobox");
		box.setAttribute("aria-autocomplete", "list");
		box.setAttribute("aria-controls", list.id);
		box.setAttribute("aria-expanded", "false");
		form.append(list);

		function close() {
			clearTimeout(timer);
			list.hidden = true;
			chosen = -1;
			box.setAttribute("aria-expanded", "false");
			box.removeAttribute("aria-activedescendant");
		}
		function choose(next) {
			var count = list.children.length;
			if (count === 0) return;
			if (list.children[chosen]) list.children[chosen].setAttribute("aria-selected", "false");
			chosen = (next + count) % count;
			list.children[chosen].setAttribute("aria-selected", "true");
			list.children[chosen].scrollIntoView({block: "nearest"});
			box.setAttribute("aria-activedescendant", list.children[chosen].id);
		}
		function show(answer) {
			list.textContent = "";
			chosen = -1;
			box.removeAttribute("aria-activedescendant");
			answer.suggestions.forEach(function (suggestion, i) {
				var item = document.createElement("li"), kind = document.createElement("span");
				item.id = list.id + "-" + i;
				item.setAttribute("role", "option");
				item.setAttribute("aria-selected", "false");
				item.textContent = suggestion.text;
				item.dataset.href = suggestion.url;
				kind.className = "suggest-kind";
				kind.textContent = kinds[suggestion.kind] || "";
				item.append(" ", kind);
				list.append(item);
			});
			list.hidden = list.children.length === 0;
			box.setAttribute("aria-expanded", String(!list.hidden));
		}
		function ask() {
			var text = box.value.trim();
			asked = text;
			if (text === "") return close();
			fetch(form.getAttribute("action") + "/suggest?q=" + encodeURIComponent(text.slice(0, 64)))
				.then(function (response) { return response.ok ? response.json() : {suggestions: []}; })
				.then(function (answer) { if (asked === text && document.activeElement === box) show(answer); })
				.catch(close);
		}
		box.addEventListener("input", function (event) {
			clearTimeout(timer);
			if (!event.isComposing) timer = setTimeout(ask, 120);
		});
		box.addEventListener("compositionend", ask);
		box.addEventListener("blur", close);
		box.addEventListener("keydown", function (event) {
			if (event.isComposing) return;
			if (event.key === "Escape" && !list.hidden) {
				event.preventDefault();
				asked = "";
				close();
			} else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && list.children.length) {
				event.preventDefault();
				list.hidden = false;
				box.setAttribute("aria-expanded", "true");
				choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
			} else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
				event.preventDefault();
				location.assign(list.children[chosen].dataset.href);
			}
		});
		list.addEventListener("mousedown", function (event) {
			var item = event.target.closest("li");
			event.preventDefault(); // keeps the focus in the box
			if (item && event.button === 0) location.assign(item.dataset.href);
		});
	});

	// Browsers that cannot show a closed fold by style: open the filters on wide screens.
	if (matchMedia("(min-width: 60.01rem)").matches && !CSS.supports("selector(details::details-content)")) {
		document.querySelectorAll("details.facets").forEach(function (fold) { fold.open = true; });
	}
})();
