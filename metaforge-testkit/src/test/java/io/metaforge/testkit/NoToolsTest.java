package io.metaforge.testkit;

import io.metaforge.application.port.out.Tools;
import io.metaforge.testkit.contract.ToolsContract;

class NoToolsTest extends ToolsContract {

    @Override
    protected Tools newTools() {
        return Tools.none();
    }
}
