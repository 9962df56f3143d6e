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

	// Browsers that cannot show a closed fold by style: open the filters on wide screens.
	if (matchMedia("(min-width: 60.01rem)").matches && !CSS.supports("selector(details::details-content)")) {
		document.querySelectorAll("details.facets").forEach(function (fold) { fold.open = true; });
	}
})();
